namespace GrpcExp.ControlPlane.Startup;

/// <summary>The command line and environment as the user wrote them; null is what was not given.</summary>
internal sealed record ControlPlaneConfig
{
    public string? DataDir { get; set; }

    public string? Postgres { get; set; }

    /// <summary>From --postgres-owner, or else GRPCEXP_POSTGRES_OWNER; a secret.</summary>
    public string? PostgresOwner { get; set; }

    public string? Redis { get; set; }

    public string? Urls { get; set; }

    public string? Port { get; set; }

    public string? HttpPort { get; set; }

    public string? Environment { get; set; }

    public string? TlsCert { get; set; }

    public string? TlsKey { get; set; }

    public bool Insecure { get; set; }

    /// <summary>True after a restore from a backup.</summary>
    public bool NewEpoch { get; set; }

    public string? Jobs { get; set; }

    public string? JobSchedules { get; set; }

    public string? MaxExperimentDays { get; set; }

    public string? Readouts { get; set; }

    /// <summary>From GRPCEXP_ALERT_WEBHOOK; a secret.</summary>
    public string? AlertWebhook { get; set; }

    /// <summary>From GRPCEXP_ADMIN_TOKEN.</summary>
    public string? AdminToken { get; set; }
}
