// One import for whoever uses the library: every module with a public interface.
@_exported public import AirQuality
@_exported public import Cooperation
@_exported public import Documents
@_exported public import Estimation
@_exported public import Evidence
@_exported public import Ingest
@_exported public import OffRoad
@_exported public import Simulation
@_exported public import SourceApportionment
@_exported public import Store
@_exported public import Studies
@_exported public import VOC
@_exported public import Weather
