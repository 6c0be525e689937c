{# Sums of the parts of a metric: of what makes its value, and of what is paired with it. In a fixed order. #}
{% macro part_sums(order) -%}
sum(case is_paired when 0 then event_count else 0 end) as event_count,
    sum(case is_paired when 0 then value_count else 0 end) as value_count,
    {{ ordered_sum('case is_paired when 0 then value_sum end', order) }} as value_sum,
    sum(case is_paired when 1 then event_count else 0 end) as paired_event_count,
    sum(case is_paired when 1 then value_count else 0 end) as paired_value_count,
    {{ ordered_sum('case is_paired when 1 then value_sum end', order) }} as paired_value_sum
{%- endmacro %}
