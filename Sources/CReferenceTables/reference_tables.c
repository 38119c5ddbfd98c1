#include "CReferenceTables.h"

// #embed belongs to C23; the compiler of the Swift toolchain has it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char air_quality_standards[] = {
#embed "../../Datasets/reference/air_quality_standards.csv"
};
static const unsigned char standard_phases[] = {
#embed "../../Datasets/reference/standard_phases.csv"
};
static const unsigned char standard_places[] = {
#embed "../../Datasets/reference/standard_places.csv"
};
static const unsigned char iati_schema[] = {
#embed "../../Datasets/reference/iati_schema.csv"
};
static const unsigned char aqi_breakpoints[] = {
#embed "../../Datasets/reference/aqi_breakpoints.csv"
};
static const unsigned char data_validity_rules[] = {
#embed "../../Datasets/reference/data_validity_rules.csv"
};
static const unsigned char reference_state_factors[] = {
#embed "../../Datasets/reference/reference_state_factors.csv"
};
static const unsigned char voc_species[] = {
#embed "../../Datasets/reference/voc_species.csv"
};
static const unsigned char voc_activation[] = {
#embed "../../Datasets/reference/voc_activation.csv"
};
static const unsigned char voc_lumps[] = {
#embed "../../Datasets/reference/voc_lumps.csv"
};
static const unsigned char voc_losses[] = {
#embed "../../Datasets/reference/voc_losses.csv"
};
static const unsigned char voc_elution[] = {
#embed "../../Datasets/reference/voc_elution.csv"
};
static const unsigned char quantities[] = {
#embed "../../Datasets/reference/quantities.csv"
};
static const unsigned char units[] = {
#embed "../../Datasets/reference/units.csv"
};
static const unsigned char compatibility_letters[] = {
#embed "../../Datasets/reference/compatibility_letters.txt"
};
static const unsigned char voc_control_measures[] = {
#embed "../../Datasets/reference/voc_control_measures.csv"
};
static const unsigned char voc_component_factors[] = {
#embed "../../Datasets/reference/voc_component_factors.csv"
};
static const unsigned char datasets[] = {
#embed "../../Datasets/registry/datasets.json"
};
static const unsigned char texts_core[] = {
#embed "../../Datasets/language/texts/core.csv"
};
static const unsigned char texts_study[] = {
#embed "../../Datasets/language/texts/study.csv"
};
static const unsigned char texts_trends[] = {
#embed "../../Datasets/language/texts/trends.csv"
};
static const unsigned char texts_planning[] = {
#embed "../../Datasets/language/texts/planning.csv"
};
static const unsigned char texts_weather[] = {
#embed "../../Datasets/language/texts/weather.csv"
};
static const unsigned char texts_quality[] = {
#embed "../../Datasets/language/texts/quality.csv"
};
static const unsigned char texts_voc[] = {
#embed "../../Datasets/language/texts/voc.csv"
};
static const unsigned char texts_sources[] = {
#embed "../../Datasets/language/texts/sources.csv"
};
static const unsigned char texts_off_road[] = {
#embed "../../Datasets/language/texts/off-road.csv"
};
static const unsigned char texts_cooperation[] = {
#embed "../../Datasets/language/texts/cooperation.csv"
};
static const unsigned char texts_registry[] = {
#embed "../../Datasets/language/texts/registry.csv"
};
static const unsigned char texts_claims[] = {
#embed "../../Datasets/language/texts/claims.csv"
};
static const unsigned char texts_methods[] = {
#embed "../../Datasets/language/texts/methods.csv"
};
static const unsigned char texts_commands[] = {
#embed "../../Datasets/language/texts/commands.csv"
};
static const unsigned char texts_help[] = {
#embed "../../Datasets/language/texts/help.csv"
};
static const unsigned char texts_errors[] = {
#embed "../../Datasets/language/texts/errors.csv"
};
static const unsigned char off_road_machinery[] = {
#embed "../../Datasets/off-road/machinery.csv"
};
static const unsigned char off_road_emission_factors[] = {
#embed "../../Datasets/off-road/emission_factors.csv"
};
static const unsigned char off_road_deterioration[] = {
#embed "../../Datasets/off-road/deterioration.csv"
};
static const unsigned char off_road_emission_limits[] = {
#embed "../../Datasets/off-road/emission_limits.csv"
};
static const unsigned char off_road_measures[] = {
#embed "../../Datasets/off-road/measures.csv"
};
static const unsigned char off_road_stage_correspondence[] = {
#embed "../../Datasets/off-road/stage_correspondence.csv"
};
static const unsigned char off_road_scrappage[] = {
#embed "../../Datasets/off-road/scrappage.csv"
};
static const unsigned char off_road_nonroad_factors[] = {
#embed "../../Datasets/off-road/nonroad_factors.csv"
};
static const unsigned char off_road_nonroad_technologies[] = {
#embed "../../Datasets/off-road/nonroad_technologies.csv"
};
static const unsigned char off_road_nonroad_population[] = {
#embed "../../Datasets/off-road/nonroad_population.csv"
};
static const unsigned char off_road_nonroad_growth[] = {
#embed "../../Datasets/off-road/nonroad_growth.csv"
};
static const unsigned char off_road_nonroad_activity[] = {
#embed "../../Datasets/off-road/nonroad_activity.csv"
};
static const unsigned char cooperation_organisations[] = {
#embed "../../Datasets/cooperation/organisations.csv"
};
static const unsigned char cooperation_translations[] = {
#embed "../../Datasets/cooperation/translations.csv"
};
static const unsigned char cooperation_plan_lines[] = {
#embed "../../Datasets/cooperation/plan_lines.csv"
};
static const unsigned char cooperation_places[] = {
#embed "../../Datasets/cooperation/places.csv"
};
static const unsigned char cooperation_partnerships[] = {
#embed "../../Datasets/cooperation/partnerships.csv"
};
static const unsigned char cooperation_phases[] = {
#embed "../../Datasets/cooperation/phases.csv"
};
static const unsigned char cooperation_platform_functions[] = {
#embed "../../Datasets/cooperation/platform_functions.csv"
};
static const unsigned char cooperation_flows[] = {
#embed "../../Datasets/cooperation/flows.csv"
};
static const unsigned char cooperation_projects[] = {
#embed "../../Datasets/cooperation/projects.csv"
};
static const unsigned char cooperation_activities[] = {
#embed "../../Datasets/cooperation/activities.csv"
};
static const unsigned char cooperation_measures[] = {
#embed "../../Datasets/cooperation/measures.csv"
};
static const unsigned char cooperation_needs[] = {
#embed "../../Datasets/cooperation/needs.csv"
};
static const unsigned char cooperation_offers[] = {
#embed "../../Datasets/cooperation/offers.csv"
};
static const unsigned char cooperation_good_practices[] = {
#embed "../../Datasets/cooperation/good_practices.csv"
};
static const unsigned char cooperation_documents[] = {
#embed "../../Datasets/cooperation/documents.csv"
};
static const unsigned char cooperation_claims[] = {
#embed "../../Datasets/cooperation/claims.csv"
};
static const unsigned char cooperation_annual_means[] = {
#embed "../../Datasets/cooperation/annual_means.csv"
};
static const unsigned char cooperation_agreements[] = {
#embed "../../Datasets/cooperation/agreements.csv"
};
static const unsigned char cooperation_communications[] = {
#embed "../../Datasets/cooperation/communications.csv"
};
static const unsigned char cooperation_checklist_items[] = {
#embed "../../Datasets/cooperation/checklist_items.csv"
};
static const unsigned char cooperation_planning_sheets[] = {
#embed "../../Datasets/cooperation/planning_sheets.csv"
};
static const unsigned char cooperation_organisation_names[] = {
#embed "../../Datasets/cooperation/organisation_names.csv"
};
static const unsigned char cooperation_iati_activities[] = {
#embed "../../Datasets/cooperation/iati_activities.csv"
};
static const unsigned char cooperation_exchange_rates[] = {
#embed "../../Datasets/cooperation/exchange_rates.csv"
};
static const unsigned char cooperation_ceilings[] = {
#embed "../../Datasets/cooperation/ceilings.csv"
};
static const unsigned char cooperation_budget_lines[] = {
#embed "../../Datasets/cooperation/budget_lines.csv"
};

struct embedded {
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

static const struct embedded files[] = {
    {"reference/air_quality_standards.csv", air_quality_standards, sizeof air_quality_standards},
    {"reference/standard_phases.csv", standard_phases, sizeof standard_phases},
    {"reference/standard_places.csv", standard_places, sizeof standard_places},
    {"reference/iati_schema.csv", iati_schema, sizeof iati_schema},
    {"reference/aqi_breakpoints.csv", aqi_breakpoints, sizeof aqi_breakpoints},
    {"reference/data_validity_rules.csv", data_validity_rules, sizeof data_validity_rules},
    {"reference/reference_state_factors.csv", reference_state_factors,
     sizeof reference_state_factors},
    {"registry/datasets.json", datasets, sizeof datasets},
    {"language/texts/core.csv", texts_core, sizeof texts_core},
    {"language/texts/study.csv", texts_study, sizeof texts_study},
    {"language/texts/trends.csv", texts_trends, sizeof texts_trends},
    {"language/texts/planning.csv", texts_planning, sizeof texts_planning},
    {"language/texts/weather.csv", texts_weather, sizeof texts_weather},
    {"language/texts/quality.csv", texts_quality, sizeof texts_quality},
    {"language/texts/voc.csv", texts_voc, sizeof texts_voc},
    {"language/texts/sources.csv", texts_sources, sizeof texts_sources},
    {"language/texts/off-road.csv", texts_off_road, sizeof texts_off_road},
    {"language/texts/cooperation.csv", texts_cooperation, sizeof texts_cooperation},
    {"language/texts/registry.csv", texts_registry, sizeof texts_registry},
    {"language/texts/claims.csv", texts_claims, sizeof texts_claims},
    {"language/texts/methods.csv", texts_methods, sizeof texts_methods},
    {"language/texts/commands.csv", texts_commands, sizeof texts_commands},
    {"language/texts/help.csv", texts_help, sizeof texts_help},
    {"language/texts/errors.csv", texts_errors, sizeof texts_errors},
    {"reference/voc_species.csv", voc_species, sizeof voc_species},
    {"reference/voc_activation.csv", voc_activation, sizeof voc_activation},
    {"reference/voc_lumps.csv", voc_lumps, sizeof voc_lumps},
    {"reference/voc_losses.csv", voc_losses, sizeof voc_losses},
    {"reference/voc_elution.csv", voc_elution, sizeof voc_elution},
    {"reference/quantities.csv", quantities, sizeof quantities},
    {"reference/units.csv", units, sizeof units},
    {"reference/compatibility_letters.txt", compatibility_letters, sizeof compatibility_letters},
    {"off-road/machinery.csv", off_road_machinery, sizeof off_road_machinery},
    {"off-road/emission_factors.csv", off_road_emission_factors, sizeof off_road_emission_factors},
    {"off-road/deterioration.csv", off_road_deterioration, sizeof off_road_deterioration},
    {"off-road/emission_limits.csv", off_road_emission_limits, sizeof off_road_emission_limits},
    {"off-road/measures.csv", off_road_measures, sizeof off_road_measures},
    {"off-road/stage_correspondence.csv", off_road_stage_correspondence, sizeof off_road_stage_correspondence},
    {"off-road/scrappage.csv", off_road_scrappage, sizeof off_road_scrappage},
    {"off-road/nonroad_factors.csv", off_road_nonroad_factors, sizeof off_road_nonroad_factors},
    {"off-road/nonroad_technologies.csv", off_road_nonroad_technologies, sizeof off_road_nonroad_technologies},
    {"off-road/nonroad_population.csv", off_road_nonroad_population, sizeof off_road_nonroad_population},
    {"off-road/nonroad_growth.csv", off_road_nonroad_growth, sizeof off_road_nonroad_growth},
    {"off-road/nonroad_activity.csv", off_road_nonroad_activity, sizeof off_road_nonroad_activity},
    {"reference/voc_control_measures.csv", voc_control_measures, sizeof voc_control_measures},
    {"reference/voc_component_factors.csv", voc_component_factors, sizeof voc_component_factors},
    {"cooperation/organisations.csv", cooperation_organisations, sizeof cooperation_organisations},
    {"cooperation/translations.csv", cooperation_translations,
     sizeof cooperation_translations},
    {"cooperation/plan_lines.csv", cooperation_plan_lines, sizeof cooperation_plan_lines},
    {"cooperation/places.csv", cooperation_places, sizeof cooperation_places},
    {"cooperation/partnerships.csv", cooperation_partnerships, sizeof cooperation_partnerships},
    {"cooperation/phases.csv", cooperation_phases, sizeof cooperation_phases},
    {"cooperation/platform_functions.csv", cooperation_platform_functions,
     sizeof cooperation_platform_functions},
    {"cooperation/flows.csv", cooperation_flows, sizeof cooperation_flows},
    {"cooperation/projects.csv", cooperation_projects, sizeof cooperation_projects},
    {"cooperation/activities.csv", cooperation_activities, sizeof cooperation_activities},
    {"cooperation/measures.csv", cooperation_measures, sizeof cooperation_measures},
    {"cooperation/needs.csv", cooperation_needs, sizeof cooperation_needs},
    {"cooperation/offers.csv", cooperation_offers, sizeof cooperation_offers},
    {"cooperation/good_practices.csv", cooperation_good_practices,
     sizeof cooperation_good_practices},
    {"cooperation/documents.csv", cooperation_documents, sizeof cooperation_documents},
    {"cooperation/claims.csv", cooperation_claims, sizeof cooperation_claims},
    {"cooperation/annual_means.csv", cooperation_annual_means, sizeof cooperation_annual_means},
    {"cooperation/agreements.csv", cooperation_agreements, sizeof cooperation_agreements},
    {"cooperation/communications.csv", cooperation_communications,
     sizeof cooperation_communications},
    {"cooperation/checklist_items.csv", cooperation_checklist_items,
     sizeof cooperation_checklist_items},
    {"cooperation/planning_sheets.csv", cooperation_planning_sheets,
     sizeof cooperation_planning_sheets},
    {"cooperation/organisation_names.csv", cooperation_organisation_names,
     sizeof cooperation_organisation_names},
    {"cooperation/iati_activities.csv", cooperation_iati_activities,
     sizeof cooperation_iati_activities},
    {"cooperation/exchange_rates.csv", cooperation_exchange_rates,
     sizeof cooperation_exchange_rates},
    {"cooperation/ceilings.csv", cooperation_ceilings,
     sizeof cooperation_ceilings},
    {"cooperation/budget_lines.csv", cooperation_budget_lines, sizeof cooperation_budget_lines},
};

size_t airaccord_embedded_count(void) { return sizeof files / sizeof files[0]; }

const char *airaccord_embedded_name(size_t position) { return files[position].name; }

const unsigned char *airaccord_embedded_bytes(size_t position, size_t *count) {
  *count = files[position].count;
  return files[position].bytes;
}
