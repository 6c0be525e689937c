{# The number that a member of a JSON object holds; null when it is absent or no number. Built into the in-process runner. #}
{% macro json_number(json, member) %}{{ return(adapter.dispatch('json_number', 'grpcexp')(json, member)) }}{% endmacro %}

{% macro default__json_number(json, member) -%}
(case when jsonb_typeof({{ json }} -> {{ member }}) = 'number' then ({{ json }} ->> {{ member }})::double precision end)
{%- endmacro %}

{% macro sqlite__json_number(json, member) -%}
(case when json_type({{ json }}, '$."' || {{ member }} || '"') in ('integer', 'real') then cast({{ json }} ->> ('$."' || {{ member }} || '"') as real) end)
{%- endmacro %}
