-- grain: one row per metric, version, part and condition

with metric_filters as (
  select * from {{ source('raw', 'metric_filters') }}
),

metric_definitions as (
  select * from {{ source('raw', 'metric_definitions') }}
),

final as (
  select
    metric_filters.metric_key,
    metric_filters.version as metric_version,
    metric_filters.part,
    metric_filters.position as condition_position,
    metric_filters.property,
    metric_filters.operator,
    metric_filters.value as condition_value,
    case metric_filters.part
      when 'denominator' then metric_definitions.denominator_filter_text
      else metric_definitions.filter_text
    end as filter_text
  from metric_filters
  inner join metric_definitions
    on metric_definitions.metric_key = metric_filters.metric_key
    and metric_definitions.version = metric_filters.version
)

select * from final
