{# Conditions that the in-process runner fills in to make a model in parts; without them a model is made whole. #}
{% macro key_slice(column) %}1 = 1{% endmacro %}

{% macro shard_slice(column) %}1 = 1{% endmacro %}

{% macro day_slice(column, before=0, after=0) %}{% if var('day', '') %}{{ column }} between cast({{ dbt.dateadd('day', 0 - before, "cast('" ~ var('day') ~ "' as date)") }} as date) and cast({{ dbt.dateadd('day', after, "cast('" ~ var('day') ~ "' as date)") }} as date){% else %}1 = 1{% endif %}{% endmacro %}
