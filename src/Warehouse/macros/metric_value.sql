{# A unit's value of a metric from its sums, by the rule of int_metric_rules; null when it has none. #}
{% macro metric_value(rule, threshold_count, event_count, value_count, value_sum) -%}
case {{ rule }}
      when 1 then case when {{ event_count }} > 0 then cast(1 as double precision) end
      when 2 then case when {{ event_count }} > 0 then cast({{ event_count }} as double precision) end
      when 3 then {{ value_sum }}
      when 4 then {{ value_sum }} / nullif({{ value_count }}, 0)
      when 5 then case when {{ event_count }} >= {{ threshold_count }} then cast(1 as double precision) end
    end
{%- endmacro %}
