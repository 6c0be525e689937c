{# The cell of the cohort that a unit or a value of a metric lies in, by its place. #}
{% macro cell_of_place(place) %}{{ place }} / 1099511627776{% endmacro %}
