-- grain: one row per unit and UTC day on which sessions began

{{ config(materialized='view') }}

with sessions as (
  select * from {{ ref('int_sessions') }}
),

final as (
  select
    unit_id,
    day,
    count(*) as metric_value,
    sum(event_count) as event_count,
    sum({{ datediff('started_at', 'ended_at', 'second') }}) as duration_seconds
  from sessions
  group by unit_id, day
)

select * from final
