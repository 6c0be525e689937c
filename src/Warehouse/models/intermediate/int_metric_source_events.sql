-- grain: one row per product event and source that reads it, with its number; filters hold

{{ config(materialized='view') }}

with events as (
  select * from {{ ref('stg_events') }}
),

sources as (
  select * from {{ ref('int_metric_sources') }}
),

conditions as (
  select * from {{ ref('int_metric_source_conditions') }}
),

final as (
  select
    sources.source_id,
    sources.stream,
    events.event_id,
    events.unit_id,
    events.day,
    {{ epoch_ms('events.occurred_at') }} as occurred_ms,
    case
      when sources.value_field = 'value' then events.value
      else {{ json_number('events.properties', 'sources.value_field') }}
    end as event_value
  from events
  inner join sources
    on sources.event_name = events.event_name
  where sources.filter_text = ''
    or not exists (
      select values_met.condition_position
      from (
        select
          conditions.*,
          case property when 'value' then events.value else {{ json_number('events.properties', 'property') }} end as number_value,
          case property when 'value' then cast(events.value as text) else {{ json_text('events.properties', 'property') }} end as text_value
        from conditions
        where conditions.source_id = sources.source_id
      ) as values_met
      group by values_met.condition_position
      having max(
        case
          when operator = 'present' and text_value is not null then 1
          when operator in ('equals', 'in') and coalesce(number_value = number_operand, text_value = operand) then 1
          when operator = 'not_equals' and coalesce(number_value <> number_operand, text_value <> operand) then 1
          when operator = 'greater_than' and number_value > number_operand then 1
          when operator = 'greater_or_equal' and number_value >= number_operand then 1
          when operator = 'less_than' and number_value < number_operand then 1
          when operator = 'less_or_equal' and number_value <= number_operand then 1
          else 0
        end
      ) = 0
    )
)

select * from final
