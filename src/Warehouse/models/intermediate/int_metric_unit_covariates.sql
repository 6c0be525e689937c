-- grain: one row per experiment, unit and source with events in the days before the unit's assignment

{{ config(materialized='incremental', unique_key='experiment_id, unit_id', changed_keys='int_covariate_changes', index_by='shard') }}

with units as (
  select * from {{ ref('int_experiment_anchors') }}
  where {{ key_slice('unit_id') }}
  {% if is_incremental() -%}
    and (experiment_id, unit_id) in (select experiment_id, unit_id from {{ ref('int_covariate_changes') }})
  {%- endif %}
),

covariates as (
  select distinct
    experiment_id,
    source_id,
    cast(from_hours as bigint) * 3600000 as from_ms
  from {{ ref('int_metric_inputs') }}
  where part = 'covariate'
),

events as (
  select * from {{ ref('int_metric_source_events') }}
  where stream = 'events'
    and {{ key_slice('unit_id') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
earlier_events as (
  select
    units.shard,
    units.experiment_id,
    units.unit_id,
    events.source_id,
    events.event_id,
    events.event_value
  from units
  inner join events
    on events.unit_id = units.unit_id
    and events.occurred_ms < units.assigned_ms
  inner join covariates
    on covariates.experiment_id = units.experiment_id
    and covariates.source_id = events.source_id
    and events.occurred_ms >= units.assigned_ms + covariates.from_ms
  order by units.shard, units.experiment_id, units.unit_id, events.source_id, events.event_id
),

final as (
  select
    shard,
    experiment_id,
    unit_id,
    source_id,
    cast(count(*) as integer) as event_count,
    cast(count(event_value) as integer) as value_count,
    {{ ordered_sum('event_value', 'event_id') }} as value_sum
  from earlier_events
  group by shard, experiment_id, unit_id, source_id
)

select * from final
