using System.Reflection;

namespace GrpcExp.Unit.Rpc.Contract;

/// <summary>
/// What other code can use of an assembly, one line each, so that code which compiles against some lines compiles
/// against every assembly that has them: types with their base, interfaces one by one, and members with the names,
/// nullability and default values of their parameters. Overrides are left out, since their base has the line.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetTypes().Where(IsVisible).SelectMany(Of);

    public static IEnumerable<string> Of(Type type)
    {
        var name = Signature.Of(type);
        yield return $"{name}: {Kind(type)}{Signature.Constraints(type.GetGenericArguments())}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{name}: {Signature.Of(type.GetMethod("Invoke")!)}";
            yield break;
        }

        if (type.IsEnum)
        {
            foreach (var value in type.GetFields(BindingFlags.Public | BindingFlags.Static))
            {
                yield return $"{name}: {value.Name} = {value.GetRawConstantValue()}";
            }

            yield break;
        }

        foreach (var implemented in type.GetInterfaces().Where(i => i.IsVisible && (i.Assembly == type.Assembly || IsOfLanguage(i))))
        {
            yield return $"{name}: implements {Signature.Of(implemented)}";
        }

        foreach (var member in type.GetMembers(Declared).Select(LineOf).OfType<string>())
        {
            yield return $"{name}: {member}";
        }
    }

    private static string? LineOf(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when !constructor.IsStatic && IsVisible(constructor) => Signature.Of(constructor),
        MethodInfo method when IsVisible(method) && !IsAccessor(method) && !IsOverride(method) => Signature.Of(method),
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(a => IsVisible(a) && !IsOverride(a)) => Signature.Of(property),
        FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => Signature.Of(field),
        EventInfo @event when @event.AddMethod is { } add && IsVisible(add) => $"event {Signature.Of(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What a type may be used for in a foreach, using or await using; other interfaces come and go between frameworks.
    private static bool IsOfLanguage(Type type) =>
        type.Name is "IDisposable" or "IAsyncDisposable" or "IEnumerable" or "IEnumerable`1" or "IList`1" or "ICollection`1" or "IEquatable`1";

    private static bool IsVisible(Type type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum of " + Signature.Of(type.GetEnumUnderlyingType()),
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class : " + Signature.Of(type.BaseType!),
    };
}
