using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace GrpcExp.Unit.Rpc.Contract;

/// <summary>Types and members as text. Type parameters are told by position, because their names bind nobody.</summary>
internal static class Signature
{
    public static string Of(Type type) => Of(type, null);

    public static string Of(MethodBase method)
    {
        var parameters = string.Join(", ", method.GetParameters().Select(Of));
        if (method is not MethodInfo info)
        {
            return $"{Access(method)}new({parameters})";
        }

        var extension = info.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        var generic = info.IsGenericMethod ? $"<{string.Join(", ", info.GetGenericArguments().Select(Of))}>" : "";
        return $"{Access(method)}{Modifiers(info)}{Of(info.ReturnType, new NullabilityInfoContext().Create(info.ReturnParameter))} {info.Name}{generic}({extension}{parameters}){Constraints(info.IsGenericMethod ? info.GetGenericArguments() : [])}";
    }

    public static string Of(PropertyInfo property)
    {
        var first = property.GetAccessors(nonPublic: true).First(PublicSurface.IsVisible);
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Of))}]" : "";
        return $"{Access(first)}{Modifiers(first)}{Of(property.PropertyType, new NullabilityInfoContext().Create(property))} {property.Name}{index} {{{Accessor(property.GetMethod, "get")}{Accessor(property.SetMethod, "set")} }}";
    }

    public static string Of(FieldInfo field) =>
        field.IsLiteral
            ? $"const {Of(field.FieldType)} {field.Name} = {Value(field.GetRawConstantValue())}"
            : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Of(field.FieldType, new NullabilityInfoContext().Create(field))} {field.Name}";

    public static string Constraints(Type[] parameters) =>
        string.Concat(parameters.Where(p => p.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var all = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            all.Add("class");
        }

        if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            all.Add("struct");
        }
        else if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            all.Add("new()");
        }

        all.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal));
        return all.Count == 0 ? "" : $" where {Of(parameter)} : {string.Join(", ", all)}";
    }

    private static string Of(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) => "params ",
            _ => "",
        };
        var fallback = parameter.HasDefaultValue ? " = " + Value(parameter.RawDefaultValue) : "";
        return $"{passing}{Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter))} {parameter.Name}{fallback}";
    }

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        var mark = !type.IsValueType && nullability is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable } ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "T" : "M") + type.GenericParameterPosition.ToString(CultureInfo.InvariantCulture);
        }

        var arguments = type.GetGenericArguments();
        var name = type.IsNested ? $"{Of(type.DeclaringType!)}.{Bare(type)}" : $"{type.Namespace}.{Bare(type)}";
        // The arguments of an outer generic type are shown once, at the end.
        return arguments.Length == 0
            ? name + mark
            : $"{name}<{string.Join(", ", arguments.Select((a, i) => Of(a, nullability?.GenericTypeArguments.ElementAtOrDefault(i))))}>{mark}";
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method) =>
        method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : method is { IsVirtual: true, IsFinal: false } && !method.DeclaringType.IsSealed ? "virtual " : "";

    private static string Accessor(MethodInfo? accessor, string name) =>
        accessor is null || !PublicSurface.IsVisible(accessor) ? ""
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;"
        : $" {name};";

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
