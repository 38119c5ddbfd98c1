// Off-road machinery: fleet, emissions, measures, impact.
