-- grain: one row per UTC day on which units were first active and whose activation window is over

with cohorts as (
  select * from {{ ref('int_unit_cohorts') }}
),

dates as (
  select * from {{ ref('dim_dates') }}
),

bounds as (
  select max(day) as last_day from dates
),

final as (
  select
    cohorts.cohort_day,
    count(*) as unit_count,
    sum(case when cohorts.early_event_count >= {{ var('activation_actions') }} then 1 else 0 end) as activated_unit_count,
    cast(sum(case when cohorts.early_event_count >= {{ var('activation_actions') }} then 1 else 0 end) as double precision) / count(*) as metric_value
  from cohorts
  inner join bounds
    on {{ datediff('cohorts.cohort_day', 'bounds.last_day', 'day') }} >= {{ var('activation_days') }}
  group by cohorts.cohort_day
)

select * from final
