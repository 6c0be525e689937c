-- grain: one row per UTC day on which units were first active and retention day that is over

with cohorts as (
  select * from {{ ref('int_unit_cohorts') }}
),

dates as (
  select * from {{ ref('dim_dates') }}
),

bounds as (
  select max(day) as last_day from dates
),

retention_days as (
  select 1 as retention_day
  union all select 7
  union all select 14
  union all select 30
),

cohort_sizes as (
  select
    cohort_day,
    count(*) as unit_count,
    sum(is_active_day_1) as day_1_count,
    sum(is_active_day_7) as day_7_count,
    sum(is_active_day_14) as day_14_count,
    sum(is_active_day_30) as day_30_count
  from cohorts
  group by cohort_day
),

retained as (
  select
    cohort_sizes.cohort_day,
    retention_days.retention_day,
    cohort_sizes.unit_count,
    case retention_days.retention_day
      when 1 then day_1_count
      when 7 then day_7_count
      when 14 then day_14_count
      else day_30_count
    end as retained_unit_count
  from cohort_sizes
  cross join retention_days
  inner join bounds
    on {{ datediff('cohort_sizes.cohort_day', 'bounds.last_day', 'day') }} > retention_days.retention_day
),

final as (
  select
    cohort_day,
    retention_day,
    unit_count,
    retained_unit_count,
    cast(retained_unit_count as double precision) / unit_count as metric_value
  from retained
)

select * from final
