-- grain: one row per experiment and check that found something; experiment_key is empty where the row named none

with assigned_counts as (
  select
    experiment_key,
    sum(assignment_count - variant_count) as duplicate_count,
    sum(is_crossover) as crossover_count,
    sum(1 - is_known_variant) as unknown_variant_count
  from {{ ref('int_assignments_canonical') }}
  group by experiment_key
),

validated_counts as (
  select
    experiment_key,
    sum(has_pre_assignment_exposure) as pre_assignment_count,
    sum(has_variant_mismatch) as variant_mismatch_count,
    sum(has_multi_variation_exposure) as multi_variation_count,
    sum(has_exposure_outside_window) as outside_window_count,
    sum(is_late_exposure) as late_count,
    sum(is_never_exposed) as never_exposed_count
  from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
  group by experiment_key
),

findings as (
  select experiment_key, 'duplicate_assignments' as check_name, duplicate_count as finding_count from assigned_counts
  union all
  select experiment_key, 'crossover_units' as check_name, crossover_count as finding_count from assigned_counts
  union all
  select experiment_key, 'unknown_variant_units' as check_name, unknown_variant_count as finding_count from assigned_counts
  union all
  select experiment_key, 'pre_assignment_exposures' as check_name, pre_assignment_count as finding_count from validated_counts
  union all
  select experiment_key, 'variant_mismatches' as check_name, variant_mismatch_count as finding_count from validated_counts
  union all
  select experiment_key, 'multi_variation_exposures' as check_name, multi_variation_count as finding_count from validated_counts
  union all
  select experiment_key, 'exposures_outside_window' as check_name, outside_window_count as finding_count from validated_counts
  union all
  select experiment_key, 'late_exposures' as check_name, late_count as finding_count from validated_counts
  union all
  select experiment_key, 'never_exposed_units' as check_name, never_exposed_count as finding_count from validated_counts
  union all
  select experiment_key, 'orphan_exposures' as check_name, is_orphan as finding_count from {{ ref('int_exposures_judged') }}
  union all
  select experiment_key, 'resent_events' as check_name, resent_count as finding_count from {{ ref('stg_resent_events') }}
  union all
  select experiment_key, 'dropped_exposures' as check_name, dropped_count as finding_count from {{ ref('stg_dropped_exposures') }}
  union all
  select experiment_key, 'rejected_' || rejection_reason as check_name, 1 as finding_count from {{ ref('stg_rejected_events') }}
  union all
  select '' as experiment_key, 'orphan_events' as check_name, event_count as finding_count from {{ ref('dim_users') }}
  where assigned_experiment_count = 0
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
