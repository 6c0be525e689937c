{# The text that a member of a JSON object holds, a number or truth value as written; null when it is absent or null. Built into the in-process runner. #}
{% macro json_text(json, member) %}{{ return(adapter.dispatch('json_text', 'grpcexp')(json, member)) }}{% endmacro %}

{% macro default__json_text(json, member) -%}
({{ json }} ->> {{ member }})
{%- endmacro %}

{% macro sqlite__json_text(json, member) -%}
(case json_type({{ json }}, '$."' || {{ member }} || '"') when 'true' then 'true' when 'false' then 'false'
  else cast({{ json }} ->> ('$."' || {{ member }} || '"') as text) end)
{%- endmacro %}
