-- grain: one row per source of a metric's numbers: events or sessions, event, value field and filter

with inputs as (
  select * from {{ ref('int_metric_inputs') }}
),

final as (
  select distinct
    source_id,
    stream,
    event_name,
    value_field,
    filter_text
  from inputs
)

select * from final
