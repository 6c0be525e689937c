using System.Globalization;

namespace GrpcExp.Warehouse.Templating;

/// <summary>An expression inside <c>{{ }}</c> or <c>{% if %}</c>. Values are text, long, double, bool or null.</summary>
internal abstract record Expression
{
    public abstract object? Evaluate(ITemplateScope scope);

    public static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    public static bool Truth(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
    };

    internal sealed record Literal(object? Value) : Expression
    {
        public override object? Evaluate(ITemplateScope scope) => Value;
    }

    internal sealed record Name(string Identifier) : Expression
    {
        public override object? Evaluate(ITemplateScope scope) => scope.Get(Identifier);
    }

    internal sealed record Call(string Macro, IReadOnlyList<Expression> Arguments, IReadOnlyDictionary<string, Expression> Named) : Expression
    {
        public override object? Evaluate(ITemplateScope scope) => scope.Call(
            Macro,
            [.. Arguments.Select(argument => argument.Evaluate(scope))],
            Named.ToDictionary(argument => argument.Key, argument => argument.Value.Evaluate(scope)));
    }

    internal sealed record Not(Expression Operand) : Expression
    {
        public override object? Evaluate(ITemplateScope scope) => !Truth(Operand.Evaluate(scope));
    }

    internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression
    {
        public override object? Evaluate(ITemplateScope scope) => Operator switch
        {
            "and" => Truth(Left.Evaluate(scope)) && Truth(Right.Evaluate(scope)),
            "or" => Truth(Left.Evaluate(scope)) || Truth(Right.Evaluate(scope)),
            "==" => Text(Left.Evaluate(scope)) == Text(Right.Evaluate(scope)),
            "!=" => Text(Left.Evaluate(scope)) != Text(Right.Evaluate(scope)),
            _ => Text(Left.Evaluate(scope)) + Text(Right.Evaluate(scope)),
        };
    }
}
