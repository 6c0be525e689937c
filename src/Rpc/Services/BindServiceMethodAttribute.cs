using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>Says which static method binds a service base class; generated code carries it.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = true)]
public class BindServiceMethodAttribute : Attribute
{
    // The bind method, and the descriptor that server reflection reads.
    private const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods
        | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>The type that holds the bind method, and the method's name.</summary>
    public BindServiceMethodAttribute([DynamicallyAccessedMembers(Members)] Type bindType, string bindMethodName)
    {
        BindType = bindType;
        BindMethodName = bindMethodName;
    }

    /// <summary>The type that holds the bind method.</summary>
    [DynamicallyAccessedMembers(Members)]
    public Type BindType { get; }

    /// <summary>The name of the bind method.</summary>
    public string BindMethodName { get; }
}
