{# A sum in a fixed order, over a subquery ordered by the group and then by these columns. Built into the in-process runner. #}
{% macro ordered_sum(expression, order) %}{{ return(adapter.dispatch('ordered_sum', 'grpcexp')(expression, order)) }}{% endmacro %}

{% macro default__ordered_sum(expression, order) -%}
sum({{ expression }})
{%- endmacro %}

{% macro sqlite__ordered_sum(expression, order) -%}
sum({{ expression }} order by {{ order }})
{%- endmacro %}
