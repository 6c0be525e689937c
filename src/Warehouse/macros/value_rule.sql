{# The number by which metric_value knows how sums become a value. #}
{% macro value_rule(aggregation) -%}
case {{ aggregation }} when 'conversion' then 1 when 'count' then 2 when 'sum' then 3 when 'mean' then 4 when 'activation' then 5 end
{%- endmacro %}
