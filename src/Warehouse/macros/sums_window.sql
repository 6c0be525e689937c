{# Whether a part of a metric sums a window of its source; of rows named inputs and windows. #}
{% macro sums_window() -%}
inputs.experiment_id = windows.experiment_id
    and inputs.source_id = windows.source_id
    and case inputs.attribution_anchor when 'exposure' then windows.exposed_from_hours else windows.from_hours end >= inputs.from_hours
    and (
      inputs.to_hours is null
      or case inputs.attribution_anchor when 'exposure' then windows.exposed_to_hours else windows.to_hours end <= inputs.to_hours
    )
{%- endmacro %}
