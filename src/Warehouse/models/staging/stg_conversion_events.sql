-- grain: one row per product event (event_id) that a conversion, activation or retention metric looks for

{{ config(materialized='view') }}

with events as (
  select * from {{ ref('stg_events') }}
),

metric_definitions as (
  select * from {{ ref('stg_metric_definitions') }}
),

final as (
  select
    event_id,
    unit_id,
    event_name,
    value,
    properties,
    occurred_at,
    day
  from events
  where event_name in (select event_name from metric_definitions where metric_type in ('conversion', 'activation', 'retention'))
)

select * from final
