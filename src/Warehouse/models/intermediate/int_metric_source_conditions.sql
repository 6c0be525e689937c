-- grain: one row per source, condition of its filter and operand; a condition holds when it holds for one operand

with sources as (
  select * from {{ ref('int_metric_sources') }}
),

conditions as (
  select distinct
    filter_text,
    condition_position,
    property,
    operator,
    condition_value
  from {{ ref('stg_metric_filters') }}
),

operands as (
  select
    conditions.filter_text,
    conditions.condition_position,
    conditions.property,
    conditions.operator,
    case conditions.operator when 'in' then elements.value else conditions.condition_value end as operand
  from conditions
  cross join {{ json_elements("case conditions.operator when 'in' then conditions.condition_value else '[0]' end", 'elements') }}
),

final as (
  select
    sources.source_id,
    operands.condition_position,
    operands.property,
    operands.operator,
    operands.operand,
    case
      when operands.property = 'value' or operands.operator in ('greater_than', 'greater_or_equal', 'less_than', 'less_or_equal')
        then cast(operands.operand as double precision)
    end as number_operand
  from sources
  inner join operands
    on operands.filter_text = sources.filter_text
)

select * from final
