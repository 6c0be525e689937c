-- grain: one row per experiment and check that found something; experiment_key is empty where the row named none

with assigned_units as (
  select * from {{ ref('int_assignments_canonical') }}
),

validated_units as (
  select * from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
),

exposures as (
  select * from {{ ref('int_exposures_judged') }}
),

events as (
  select * from {{ ref('stg_events') }}
),

findings as (
  select experiment_key, 'duplicate_assignments' as check_name, assignment_count - variant_count as finding_count from assigned_units
  union all
  select experiment_key, 'crossover_units' as check_name, is_crossover as finding_count from assigned_units
  union all
  select experiment_key, 'unknown_variant_units' as check_name, 1 - is_known_variant as finding_count from assigned_units
  union all
  select experiment_key, 'pre_assignment_exposures' as check_name, has_pre_assignment_exposure as finding_count from validated_units
  union all
  select experiment_key, 'variant_mismatches' as check_name, has_variant_mismatch as finding_count from validated_units
  union all
  select experiment_key, 'multi_variation_exposures' as check_name, has_multi_variation_exposure as finding_count from validated_units
  union all
  select experiment_key, 'exposures_outside_window' as check_name, has_exposure_outside_window as finding_count from validated_units
  union all
  select experiment_key, 'late_exposures' as check_name, is_late_exposure as finding_count from validated_units
  union all
  select experiment_key, 'never_exposed_units' as check_name, is_never_exposed as finding_count from validated_units
  union all
  select experiment_key, 'orphan_exposures' as check_name, is_orphan as finding_count from exposures
  union all
  select experiment_key, 'resent_events' as check_name, resent_count as finding_count from {{ ref('stg_resent_events') }}
  union all
  select experiment_key, 'dropped_exposures' as check_name, dropped_count as finding_count from {{ ref('stg_dropped_exposures') }}
  union all
  select experiment_key, 'rejected_' || rejection_reason as check_name, 1 as finding_count from {{ ref('stg_rejected_events') }}
  union all
  select '' as experiment_key, 'orphan_events' as check_name, 1 as finding_count from events
  where unit_id not in (select unit_id from assigned_units)
),

final as (
  select
    experiment_key,
    check_name,
    cast(sum(finding_count) as bigint) as finding_count
  from findings
  where finding_count > 0
  group by experiment_key, check_name
)

select * from final
