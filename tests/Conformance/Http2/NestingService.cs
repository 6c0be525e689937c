using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace GrpcExp.Conformance.Http2;

/// <summary>A service that takes a message of any depth.</summary>
[BindServiceMethod(typeof(NestingService), nameof(Bind))]
public class NestingService
{
    public static readonly Method<Value, Empty> TakeMethod = new(
        MethodType.Unary,
        "grpcexp.tests.Nesting",
        nameof(Take),
        Marshallers.Create(v => v.ToByteArray(), Value.Parser.ParseFrom),
        Marshallers.Create(e => e.ToByteArray(), Empty.Parser.ParseFrom));

    public static void Bind(ServiceBinderBase binder, NestingService? service) =>
        binder.AddMethod(TakeMethod, service is null ? (UnaryServerMethod<Value, Empty>?)null : service.Take);

    public Task<Empty> Take(Value request, ServerCallContext context) => Task.FromResult(new Empty());
}
