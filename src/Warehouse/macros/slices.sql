{# Conditions that the in-process runner fills in to make a model in parts; without them a model is made whole. #}
{% macro key_slice(column) %}1 = 1{% endmacro %}

{% macro day_slice(column) %}{% if var('day', '') %}{{ column }} = cast('{{ var("day") }}' as date){% else %}1 = 1{% endif %}{% endmacro %}
