using System.Text;

namespace GrpcExp.Warehouse.Templating;

/// <summary>
/// The subset of Jinja that models are written in: <c>{{ expression }}</c>, <c>{% if %} {% elif %} {% else %}
/// {% endif %}</c>, <c>{# comment #}</c>, and <c>-</c> next to a delimiter to take the white space beside it.
/// </summary>
internal sealed class Template
{
    private readonly string name;
    private readonly List<Part> parts;

    private Template(string name, List<Part> parts)
    {
        this.name = name;
        this.parts = parts;
    }

    private enum PartKind
    {
        Text,
        Output,
        Statement,
    }

    /// <summary>Parses a template; errors name <paramref name="name"/> and the line.</summary>
    public static Template Parse(string name, string source)
    {
        var parts = new List<Part>();
        var trimNext = false;
        for (var i = 0; i < source.Length;)
        {
            var open = NextDelimiter(source, i);
            var text = open < 0 ? source[i..] : source[i..open];
            if (trimNext)
            {
                text = text.TrimStart();
            }

            if (open < 0)
            {
                parts.Add(new Part(PartKind.Text, text, 0));
                break;
            }

            var line = 1 + source.AsSpan(0, open).Count('\n');
            var kind = source[open + 1];
            var closing = kind switch { '{' => "}}", '%' => "%}", _ => "#}" };
            var close = source.IndexOf(closing, open + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new WarehouseException($"{name} line {line}: \"{source.Substring(open, 2)}\" is not closed with \"{closing}\".");
            }

            var body = source[(open + 2)..close];
            if (body.StartsWith('-'))
            {
                text = text.TrimEnd();
                body = body[1..];
            }

            trimNext = body.EndsWith('-');
            body = trimNext ? body[..^1] : body;
            parts.Add(new Part(PartKind.Text, text, 0));
            if (kind != '#')
            {
                parts.Add(new Part(kind == '{' ? PartKind.Output : PartKind.Statement, body.Trim(), line));
            }

            i = close + 2;
        }

        return new Template(name, parts);
    }

    /// <summary>Renders with the names of a scope.</summary>
    public string Render(ITemplateScope scope)
    {
        var output = new StringBuilder();
        var position = 0;
        RenderBlock(scope, output, ref position, write: true, inside: false);
        return output.ToString();
    }

    private static int NextDelimiter(string source, int from)
    {
        for (var i = source.IndexOf('{', from); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
        {
            if (source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Renders up to the end, or up to the elif, else or endif that closes the block, and returns that statement.</summary>
    private string RenderBlock(ITemplateScope scope, StringBuilder output, ref int position, bool write, bool inside)
    {
        while (position < parts.Count)
        {
            var part = parts[position++];
            switch (part.Kind)
            {
                case PartKind.Text when write:
                    output.Append(part.Body);
                    break;
                case PartKind.Output when write:
                    output.Append(Expression.Text(Evaluate(part.Body, part.Line, scope)));
                    break;
                case PartKind.Statement when part.Body.StartsWith("if ", StringComparison.Ordinal):
                    RenderIf(scope, output, ref position, part, write);
                    break;
                case PartKind.Statement when inside && (part.Body is "else" or "endif" || part.Body.StartsWith("elif ", StringComparison.Ordinal)):
                    return part.Body;
                case PartKind.Statement:
                    throw new WarehouseException($"{name} line {part.Line}: \"{{% {part.Body} %}}\" is not understood here; models use if, elif, else and endif.");
                default:
                    break;
            }
        }

        return inside ? throw new WarehouseException($"{name}: an {{% if %}} is not closed with {{% endif %}}.") : "";
    }

    private void RenderIf(ITemplateScope scope, StringBuilder output, ref int position, Part opening, bool write)
    {
        var statement = opening.Body["if ".Length..];
        var done = false;
        while (true)
        {
            var chosen = write && !done && Expression.Truth(Evaluate(statement, opening.Line, scope));
            done |= chosen;
            var next = RenderBlock(scope, output, ref position, chosen, inside: true);
            if (next == "endif")
            {
                return;
            }

            statement = next == "else" ? "true" : next["elif ".Length..];
        }
    }

    private object? Evaluate(string expression, int line, ITemplateScope scope)
    {
        try
        {
            return ExpressionParser.Parse(expression).Evaluate(scope);
        }
        catch (WarehouseException exception)
        {
            throw new WarehouseException($"{name} line {line}: {exception.Message}", exception);
        }
    }

    private sealed record Part(PartKind Kind, string Body, int Line);
}
