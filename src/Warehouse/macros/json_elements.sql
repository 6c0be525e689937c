{# A table expression with the texts of a JSON array in column value. Built into the in-process runner. #}
{% macro json_elements(json, name) %}{{ return(adapter.dispatch('json_elements', 'grpcexp')(json, name)) }}{% endmacro %}

{% macro default__json_elements(json, name) -%}
jsonb_array_elements_text(({{ json }})::jsonb) as {{ name }}(value)
{%- endmacro %}

{% macro sqlite__json_elements(json, name) -%}
json_each({{ json }}) as {{ name }}
{%- endmacro %}
