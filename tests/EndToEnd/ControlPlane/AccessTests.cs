using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Contracts.Sync.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcExp.EndToEnd.ControlPlane;

[Trait("Promise", "P8")]
public sealed class AccessTests(EmbeddedServer fixture) : IClassFixture<EmbeddedServer>
{
    private static readonly ServiceDescriptor[] Services =
    [
        ExperimentService.Descriptor, FlagService.Descriptor, MetricService.Descriptor, AccessService.Descriptor, JobService.Descriptor, EvaluationService.Descriptor,
        SyncService.Descriptor, IngestService.Descriptor, AnalysisService.Descriptor,
        Grpc.Reflection.V1.ServerReflection.Descriptor, Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>Every method of every service that asks for a token.</summary>
    public static TheoryData<string> Methods()
    {
        var methods = new TheoryData<string>();
        foreach (var service in Services)
        {
            foreach (var method in service.Methods)
            {
                methods.Add($"{service.FullName}/{method.Name}");
            }
        }

        return methods;
    }

    [Fact]
    public void The_services_above_are_all_that_the_contracts_have()
    {
        var known = typeof(FlagService).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Namespace?.StartsWith("GrpcExp.Contracts.", StringComparison.Ordinal) == true)
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
            .OfType<ServiceDescriptor>()
            .Where(service => service.FullName.StartsWith("grpcexp.", StringComparison.Ordinal));

        Assert.Equal(known.Select(service => service.FullName).Order(), Services.Select(service => service.FullName).Where(name => name.StartsWith("grpcexp.", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_method_is_open_to_its_roles_and_to_nobody_else(string method)
    {
        foreach (var (name, words) in await fixture.BadCredentialsAsync())
        {
            Assert.Equal((name, StatusCode.Unauthenticated), (name, await CallAsync(fixture.Server.WithAuthorization(words), method)));
        }

        var allowed = RolesOf(method);
        foreach (var role in System.Enum.GetValues<Role>().Where(role => role != Role.Unspecified))
        {
            var answer = await CallAsync(await fixture.WithRoleAsync(role), method);

            Assert.NotEqual(StatusCode.Unauthenticated, answer);
            Assert.NotEqual(StatusCode.Unimplemented, answer);
            if (role == Role.Admin || allowed.Contains(role))
            {
                Assert.NotEqual(StatusCode.PermissionDenied, answer);
            }
            else
            {
                Assert.Equal(StatusCode.PermissionDenied, answer);
            }
        }
    }

    [Fact]
    public async Task A_revoked_token_stops_at_once()
    {
        var access = new AccessService.AccessServiceClient(fixture.Server.AsAdmin());
        var made = await access.CreateTokenAsync(new CreateTokenRequest { Owner = "temp", Roles = { Role.Viewer } });
        var caller = new FlagService.FlagServiceClient(fixture.Server.As(made.Token));
        await caller.ListFlagsAsync(new ListFlagsRequest());

        await access.RevokeTokenAsync(new RevokeTokenRequest { TokenId = made.TokenId });

        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHENTICATED"), await ReasonAsync(caller.ListFlagsAsync(new ListFlagsRequest())));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), await ReasonAsync(access.RevokeTokenAsync(new RevokeTokenRequest { TokenId = "tok-none" })));
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var access = new AccessService.AccessServiceClient(fixture.Server.AsAdmin());
        var soon = DateTimeOffset.UtcNow.AddSeconds(2);
        var made = await access.CreateTokenAsync(new CreateTokenRequest { Owner = "temp", Roles = { Role.Viewer }, ExpireTime = Timestamp.FromDateTimeOffset(soon) });
        var caller = fixture.Server.As(made.Token);

        await Eventually.HoldsAsync(
            async () => await CallAsync(caller, "grpcexp.control.v1.FlagService/ListFlags") == StatusCode.Unauthenticated, "the token expires");
    }

    [Fact]
    public async Task A_token_that_nobody_could_use_is_refused_with_every_violation()
    {
        var access = new AccessService.AccessServiceClient(fixture.Server.AsAdmin());

        var refusal = await Refusals.OfAsync(access.CreateTokenAsync(new CreateTokenRequest { ExpireTime = new Timestamp { Seconds = 1 } }));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (refusal.Code, refusal.Reason));
        Assert.Equal(["owner", "roles", "expire_time"], refusal.Fields);
    }

    [Fact]
    public async Task The_audit_log_names_the_owner_of_a_token_and_never_its_secret()
    {
        var access = new AccessService.AccessServiceClient(fixture.Server.AsAdmin());
        var made = await access.CreateTokenAsync(new CreateTokenRequest { Owner = "audited", Roles = { Role.Viewer } });

        var log = await fixture.Experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = $"tokens/{made.TokenId}" });

        var entry = Assert.Single(log.Events);
        Assert.Equal(("admin", "token.create"), (entry.Actor, entry.Action));
        Assert.Contains("audited", entry.AfterJson);
        Assert.DoesNotContain(made.Token, entry.ToString());
        Assert.DoesNotContain(fixture.Server.Errors, line => line.Contains(made.Token, StringComparison.Ordinal));
    }

    /// <summary>What the comments of the contracts promise, written down once more by hand.</summary>
    private static Role[] RolesOf(string method)
    {
        var name = method.Split('/')[1];
        return method.Split('/')[0] switch
        {
            "grpcexp.control.v1.AccessService" => [],
            "grpcexp.sync.v1.SyncService" => [Role.Sync],
            "grpcexp.ingest.v1.IngestService" => [Role.Ingest],
            "grpcexp.evaluation.v1.EvaluationService" => [Role.Viewer, Role.Editor, Role.Approver, Role.Sync],
            "grpc.reflection.v1.ServerReflection" or "grpc.reflection.v1alpha.ServerReflection" =>
                [Role.Viewer, Role.Editor, Role.Approver, Role.Ingest, Role.Sync],
            _ when name is "PauseJob" or "ResumeJob" => [],
            _ when name is "RequestChanges" or "ApproveExperiment" or "ConcludeExperiment" => [Role.Approver],
            _ when name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("List", StringComparison.Ordinal) => [Role.Viewer, Role.Editor, Role.Approver],
            _ when name is "VerifyAudit" or "Analyze" or "PlanExperiment" or "ExplainSql" => [Role.Viewer, Role.Editor, Role.Approver],
            _ => [Role.Editor],
        };
    }

    private static async Task<(StatusCode, string)> ReasonAsync<T>(AsyncUnaryCall<T> call)
    {
        var refusal = await Refusals.OfAsync(call);
        return (refusal.Code, refusal.Reason);
    }

    /// <summary>Calls with an empty request; what matters is only whether access control lets it through.</summary>
    private static async Task<StatusCode> CallAsync(CallInvoker caller, string method)
    {
        var parts = method.Split('/');
        var shape = Services.Single(service => service.FullName == parts[0]).FindMethodByName(parts[1]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var options = new CallOptions(cancellationToken: limit.Token);
        try
        {
            if (shape is { IsClientStreaming: true, IsServerStreaming: true })
            {
                using var call = caller.AsyncDuplexStreamingCall(Of(MethodType.DuplexStreaming), null, options);
                await call.RequestStream.CompleteAsync();
                await call.ResponseStream.MoveNext(limit.Token);
            }
            else if (shape.IsClientStreaming)
            {
                using var call = caller.AsyncClientStreamingCall(Of(MethodType.ClientStreaming), null, options);
                await call.RequestStream.CompleteAsync();
                await call.ResponseAsync;
            }
            else if (shape.IsServerStreaming)
            {
                using var call = caller.AsyncServerStreamingCall(Of(MethodType.ServerStreaming), null, options, []);
                await call.ResponseStream.MoveNext(limit.Token);
            }
            else
            {
                using var call = caller.AsyncUnaryCall(Of(MethodType.Unary), null, options, []);
                await call;
            }

            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }

        Method<byte[], byte[]> Of(MethodType type) => new(type, parts[0], parts[1], Bytes, Bytes);
    }
}
