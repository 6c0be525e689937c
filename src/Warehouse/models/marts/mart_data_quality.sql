-- grain: one row per experiment and check; experiment_key '*' is the whole platform

with counts as (
  select * from {{ ref('int_data_quality_counts') }}
),

checks as (
  select * from {{ ref('dim_data_quality_checks') }}
),

experiments as (
  select * from {{ ref('dim_experiments') }}
),

assigned_units as (
  select
    experiment_key,
    count(*) as unit_count
  from {{ ref('int_assignments_canonical') }}
  group by experiment_key
),

platform_counts as (
  select
    '*' as experiment_key,
    check_name,
    cast(sum(finding_count) as bigint) as finding_count
  from counts
  group by check_name
),

all_counts as (
  select * from counts
  union all
  select * from platform_counts
),

scopes as (
  select experiment_key from experiments
  union all
  select '*' as experiment_key
),

final as (
  select
    experiment_key,
    check_name,
    checks.check_position,
    case
      when coalesce(all_counts.finding_count, 0) = 0 then 'ok'
      when checks.base_severity = 'warn'
        and all_counts.finding_count > {{ var('data_quality_error_share') }} * assigned_units.unit_count then 'error'
      else checks.base_severity
    end as severity,
    coalesce(all_counts.finding_count, 0) as finding_count,
    assigned_units.unit_count,
    checks.detail
  from scopes
  cross join checks
  left join all_counts using (experiment_key, check_name)
  left join assigned_units using (experiment_key)
)

select * from final
