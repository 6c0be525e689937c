using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Projects;
using GrpcExp.Warehouse.Templating;

namespace GrpcExp.Unit.Warehouse.Projects;

public sealed class ProjectMacroTests
{
    private static readonly IReadOnlyDictionary<string, ProjectMacro> Macros = MacroReader.Read(new Dictionary<string, string>
    {
        ["macros/halves.sql"] =
            """
            {# Half of a column. #}
            {% macro half(column) %}{{ column }} / 2{% endmacro %}

            {%- macro both(first, second) -%}
            {{ half(first) }} + {% if second == 'y' %}{{ half(second) }}{% else %}0{% endif %}
            {%- endmacro -%}
            """,
        ["macros/endless.sql"] = "{% macro endless(x) %}{{ endless(x) }}{% endmacro %}",
        ["models/half.sql"] = "{% macro elsewhere() %}1{% endmacro %}",
    });

    [Fact]
    public void Only_files_of_macros_are_read_and_a_file_may_hold_several() =>
        Assert.Equal(["both", "endless", "half"], Macros.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("y", "x / 2 + y / 2")]
    [InlineData("z", "x / 2 + 0")]
    public void A_macro_renders_its_arguments_and_calls_others(string second, string expected) =>
        Assert.Equal(expected, Macros["both"].Render(new CallerScope(), ["x", second]));

    [Fact]
    public void Other_names_are_those_of_the_caller()
    {
        var macro = new ProjectMacro("macros/m.sql", "m", ["a"], "{{ a }} {{ target.type }}");

        Assert.Equal("1 of the caller", macro.Render(new CallerScope(), [1L]));
    }

    [Fact]
    public void Too_few_arguments_are_refused_with_the_names_of_all()
    {
        var refused = Assert.Throws<WarehouseException>(() => Macros["both"].Render(new CallerScope(), ["x"]));

        Assert.Equal("both takes 2 arguments (first, second), not 1.", refused.Message);
    }

    [Fact]
    public void A_macro_that_calls_itself_is_refused() =>
        Assert.Contains("macro endless calls itself", Assert.Throws<WarehouseException>(() => Macros["endless"].Render(new CallerScope(), ["x"])).Message, StringComparison.Ordinal);

    private sealed class CallerScope : ITemplateScope
    {
        public object? Get(string name) => "of the caller";

        public object? Call(string name, IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?> named) => Macros[name].Render(this, arguments);
    }
}
