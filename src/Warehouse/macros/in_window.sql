{# Whether an instant lies in a window of metrics, by the assignment and the exposure of a unit; of rows named windows and units. #}
{% macro in_window(occurred_ms) -%}
{{ occurred_ms }} >= units.assigned_ms + windows.from_ms
    and {{ occurred_ms }} < units.assigned_ms + windows.to_ms
    and {{ occurred_ms }} >= units.exposed_ms + windows.exposed_from_ms
    and {{ occurred_ms }} < units.exposed_ms + windows.exposed_to_ms
{%- endmacro %}
