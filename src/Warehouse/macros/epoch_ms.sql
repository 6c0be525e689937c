{# Milliseconds from 1970-01-01 UTC to an instant. Built into the in-process runner. #}
{% macro epoch_ms(instant) %}{{ return(adapter.dispatch('epoch_ms', 'grpcexp')(instant)) }}{% endmacro %}

{% macro default__epoch_ms(instant) -%}
cast(round(date_part('epoch', {{ instant }}) * 1000) as bigint)
{%- endmacro %}

{% macro sqlite__epoch_ms(instant) -%}
(cast(strftime('%s', {{ instant }}) as integer) * 1000 + cast(substr({{ instant }}, 21, 3) as integer))
{%- endmacro %}
