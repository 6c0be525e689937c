-- grain: one row per experiment, source of events and stretch of time between two edges of its metrics' windows

with metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

-- Every event falls into one stretch; a metric sums the stretches of its window. So metrics of one event share its scan.
edges as (
  select
    experiment_key,
    event_name,
    value_field,
    attribution_anchor,
    0 as from_hours
  from metrics
  union
  select
    experiment_key,
    event_name,
    value_field,
    attribution_anchor,
    attribution_window_hours as from_hours
  from metrics
  where attribution_window_hours is not null
),

stretches as (
  select
    edges.*,
    lead(from_hours) over (partition by experiment_key, event_name, value_field, attribution_anchor order by from_hours) as to_hours
  from edges
),

open_sources as (
  select distinct
    experiment_key,
    event_name,
    value_field,
    attribution_anchor
  from metrics
  where attribution_window_hours is null
),

final as (
  select
    stretches.experiment_key,
    stretches.event_name,
    stretches.value_field,
    stretches.attribution_anchor,
    stretches.from_hours,
    stretches.to_hours,
    experiments.ended_at
  from stretches
  inner join {{ ref('stg_experiments') }} as experiments
    on experiments.experiment_key = stretches.experiment_key
  left join open_sources
    on open_sources.experiment_key = stretches.experiment_key
    and open_sources.event_name = stretches.event_name
    and open_sources.value_field = stretches.value_field
    and open_sources.attribution_anchor = stretches.attribution_anchor
  where stretches.to_hours is not null
    or open_sources.experiment_key is not null
)

select * from final
