using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Templating;

namespace GrpcExp.Unit.Warehouse.Templating;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("select 1", "select 1")]
    [InlineData("a {{ name }} b", "a value b")]
    [InlineData("{{ echo('x') }}{{ echo(\"y\") }}", "xy")]
    [InlineData("{{ echo('a' ~ name ~ 1.5) }}", "avalue1.5")]
    [InlineData("{{ echo(-3) }}", "-3")]
    [InlineData("{{ echo(key='k') }}", "key=k")]
    [InlineData("{{ echo(echo('deep')) }}", "deep")]
    [InlineData("a {# {{ not rendered }} #} b", "a  b")]
    [InlineData("a \n {{- name -}} \n b", "avalueb")]
    [InlineData("{% if yes %}1{% else %}2{% endif %}", "1")]
    [InlineData("{% if not yes %}1{% elif name == 'value' %}2{% else %}3{% endif %}", "2")]
    [InlineData("{% if no or (yes and name != 'value') %}1{% else %}2{% endif %}", "2")]
    [InlineData("{% if no %}{% if yes %}1{% endif %}{{ unknown }}{% else %}2{% endif %}", "2")]
    [InlineData("json '{\"a\": 1}' stays", "json '{\"a\": 1}' stays")]
    public void Jinja_as_models_use_it_renders(string template, string expected) =>
        Assert.Equal(expected, Template.Parse("m.sql", template).Render(new Names()));

    [Theory]
    [InlineData("a\n{{ name", "m.sql line 2: \"{{\" is not closed")]
    [InlineData("{% if yes %}1", "not closed with {% endif %}")]
    [InlineData("\n\n{{ unknown }}", "m.sql line 3: no name unknown")]
    [InlineData("{{ echo('x' }}", "m.sql line 1: \",\" is expected")]
    [InlineData("{{ echo('x) }}", "not closed in")]
    [InlineData("{{ name name }}", "\"name\" is unexpected")]
    [InlineData("{{ }}", "ends too early")]
    [InlineData("{{ * }}", "\"*\" is unexpected")]
    [InlineData("{% for x in y %}", "\"{% for x in y %}\" is not understood")]
    [InlineData("{% endif %}", "is not understood here")]
    public void A_mistake_is_named_with_its_place(string template, string message)
    {
        var exception = Assert.Throws<WarehouseException>(() => Template.Parse("m.sql", template).Render(new Names()));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var template = "{{ " + new string('(', 10_000) + "1" + new string(')', 10_000) + " }}";

        Assert.Contains("nest at most", Assert.Throws<WarehouseException>(() => Template.Parse("m.sql", template).Render(new Names())).Message, StringComparison.Ordinal);
    }

    private sealed class Names : ITemplateScope
    {
        public object? Get(string name) => name switch
        {
            "name" => "value",
            "yes" => true,
            "no" => null,
            _ => throw new WarehouseException($"no name {name}"),
        };

        public object? Call(string name, IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?> named) =>
            arguments.Count > 0 ? arguments[0] : string.Join(',', named.Select(argument => $"{argument.Key}={argument.Value}"));
    }
}
