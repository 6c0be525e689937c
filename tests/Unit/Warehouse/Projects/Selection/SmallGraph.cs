using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;
using Microsoft.Data.Sqlite;

namespace GrpcExp.Unit.Warehouse.Projects.Selection;

/// <summary>
/// Two raw tables, two staging models, marts that read each other, a computed step with two tables, and a model on its own:
/// stg_events, stg_users → fct_a → fct_b → (judge: res, card) → mart_c; lone.
/// </summary>
internal static class SmallGraph
{
    public static ModelProject Project { get; } = ProjectLoader.Load(new Dictionary<string, string>(
    [
        new("dbt_project.yml", "name: small\nmodels:\n  small:\n    staging: {+materialized: view, +tags: staging}\n    marts: {+materialized: table, +tags: [mart, daily]}\n"),
        new("models/sources.yml", """
            sources:
              - name: raw
                tables:
                  - name: events
                  - name: users
              - name: computed
                tables:
                  - name: res
                    config: {meta: {grain: a, computed_by: judge, depends_on: [fct_b]}}
                  - name: card
                    config: {meta: {grain: a, computed_by: judge, depends_on: [fct_a]}}
            """),
        .. Model("staging/stg_events", "select 1 as a from {{ source('raw', 'events') }}", "[nightly]"),
        .. Model("staging/stg_users", "select 1 as a from {{ source('raw', 'users') }}"),
        .. Model(
            "marts/daily/fct_a",
            "{{ config(materialized='incremental', unique_key='a') }}\nselect a from {{ ref('stg_events') }}\n"
            + "{% if is_incremental() %}where a > (select max(a) from {{ ref('stg_users') }}){% endif %}"),
        .. Model("marts/fct_b", "select a from {{ ref('fct_a') }} cross join {{ ref('stg_users') }}", "[nightly, big]"),
        .. Model("marts/mart_c", "select a from {{ source('computed', 'res') }}"),
        .. Model("marts/lone", "select 1 as a"),
    ]));

    public static ModelCompiler Compiler { get; } = new(
        Project, new SqliteDialect(new SqliteConnectionStringBuilder("Data Source=never_opened.db")), new Dictionary<string, string>(), name => name);

    private static KeyValuePair<string, string>[] Model(string path, string sql, string tags = "[]") =>
    [
        new($"models/{path}.sql", sql),
        new($"models/{path}.yml", $"models:\n  - name: {Path.GetFileName(path)}\n    config: {{tags: {tags}, meta: {{grain: a}}}}\n"),
    ];
}
