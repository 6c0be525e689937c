-- grain: one row per experiment and UTC day with exposures

with exposures as (
  select * from {{ ref('int_exposures_judged') }}
),

final as (
  select
    experiment_key,
    {{ date_trunc('day', 'exposed_at') }} as exposed_day,
    count(*) as exposure_count,
    count(distinct unit_id) as exposed_unit_count,
    sum(is_orphan) as orphan_count,
    sum(is_pre_assignment) as pre_assignment_count,
    sum(is_variant_mismatch) as variant_mismatch_count,
    sum(is_outside_window) as outside_window_count,
    sum(is_late) as late_count,
    sum(
      case when is_orphan + is_pre_assignment + is_variant_mismatch + is_outside_window = 0 then 1 else 0 end
    ) as valid_count
  from exposures
  group by experiment_key, {{ date_trunc('day', 'exposed_at') }}
)

select * from final
