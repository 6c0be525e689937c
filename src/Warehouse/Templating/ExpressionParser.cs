using System.Globalization;

namespace GrpcExp.Warehouse.Templating;

/// <summary>
/// Parses the expressions that models use: texts, numbers, true/false/none, dotted names, calls with positional
/// and named arguments, <c>not and or == != ~</c> and parentheses.
/// </summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 32;

    private readonly List<string> tokens;
    private int position;
    private int depth;

    private ExpressionParser(string source) => tokens = Tokenize(source);

    public static Expression Parse(string source)
    {
        var parser = new ExpressionParser(source);
        var expression = parser.Or();
        return parser.Peek() is { } rest ? throw new WarehouseException($"\"{rest}\" is unexpected in \"{source.Trim()}\".") : expression;
    }

    private static List<string> Tokenize(string source)
    {
        var tokens = new List<string>();
        for (var i = 0; i < source.Length;)
        {
            var character = source[i];
            var start = i;
            if (char.IsWhiteSpace(character))
            {
                i++;
                continue;
            }

            if (character is '\'' or '"')
            {
                i = source.IndexOf(character, i + 1) + 1;
                if (i == 0)
                {
                    throw new WarehouseException($"A text is not closed in \"{source.Trim()}\".");
                }
            }
            else if (char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
            {
                i++;
                while (i < source.Length && (char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' or '.'))
                {
                    i++;
                }
            }
            else
            {
                i += source.AsSpan(i).StartsWith("==") || source.AsSpan(i).StartsWith("!=") ? 2 : 1;
            }

            tokens.Add(source[start..i]);
        }

        return tokens;
    }

    private string? Peek() => position < tokens.Count ? tokens[position] : null;

    private bool Take(string token)
    {
        if (Peek() != token)
        {
            return false;
        }

        position++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw new WarehouseException($"\"{token}\" is expected, not \"{Peek() ?? "the end"}\".");
        }
    }

    private Expression Or()
    {
        if (++depth > MaxDepth)
        {
            throw new WarehouseException($"Expressions nest at most {MaxDepth} deep.");
        }

        var left = And();
        while (Take("or"))
        {
            left = new Expression.Binary("or", left, And());
        }

        depth--;
        return left;
    }

    private Expression And()
    {
        var left = Comparison();
        while (Take("and"))
        {
            left = new Expression.Binary("and", left, Comparison());
        }

        return left;
    }

    private Expression Comparison()
    {
        if (Take("not"))
        {
            return new Expression.Not(Comparison());
        }

        var left = Concatenation();
        return Peek() is "==" or "!=" ? new Expression.Binary(tokens[position++], left, Concatenation()) : left;
    }

    private Expression Concatenation()
    {
        var left = Primary();
        while (Take("~"))
        {
            left = new Expression.Binary("~", left, Primary());
        }

        return left;
    }

    private Expression Primary()
    {
        var token = Peek() ?? throw new WarehouseException("An expression ends too early.");
        position++;
        switch (token)
        {
            case "(":
                var inner = Or();
                Expect(")");
                return inner;
            case "true" or "True":
                return new Expression.Literal(true);
            case "false" or "False":
                return new Expression.Literal(false);
            case "none" or "None":
                return new Expression.Literal(null);
        }

        if (token[0] is '\'' or '"')
        {
            return new Expression.Literal(token[1..^1]);
        }

        if (long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return new Expression.Literal(integer);
        }

        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return new Expression.Literal(number);
        }

        if (!char.IsAsciiLetter(token[0]) && token[0] != '_')
        {
            throw new WarehouseException($"\"{token}\" is unexpected.");
        }

        return Take("(") ? Arguments(token) : new Expression.Name(token);
    }

    private Expression.Call Arguments(string macro)
    {
        var positional = new List<Expression>();
        var named = new Dictionary<string, Expression>();
        while (!Take(")"))
        {
            if (position + 1 < tokens.Count && tokens[position + 1] == "=")
            {
                var name = tokens[position];
                position += 2;
                named[name] = Or();
            }
            else
            {
                positional.Add(Or());
            }

            if (Peek() != ")")
            {
                Expect(",");
            }
        }

        return new Expression.Call(macro, positional, named);
    }
}
