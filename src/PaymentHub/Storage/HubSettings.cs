using PaymentHub.Domain;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Storage;

/// <summary>
/// What the environment decides: <c>PAYMENTHUB_DB</c> (Npgsql connection string, required), <c>PAYMENTHUB_PROFILE</c>
/// (<c>demo</c> or <c>production</c>, the default), <c>PAYMENTHUB_CLUSTER</c> (<c>true</c> when several nodes share the
/// database), <c>PAYMENTHUB_NODE_TIMEOUT</c> (seconds, see <see cref="NodeTimeout"/>),
/// <c>PAYMENTHUB_SECOND_APPROVAL_ABOVE</c> (đồng; a larger batch needs two approvers; two billion by default) and
/// <c>PAYMENTHUB_NIGHTLY_VERIFY</c> (an hour or <c>off</c>, see <see cref="NightlyVerifyHour"/>).
/// </summary>
public sealed record HubSettings(string ConnectionString, bool IsDemo, bool IsCluster, ApprovalPolicy Approval)
{
    private const double DefaultNodeTimeoutSeconds = 60;
    private const int DefaultNightlyHour = 2;

    /// <summary>
    /// How long a node of a cluster may be silent before the others take its work over; 60 seconds unless set. Shorter
    /// than the longest pause a node may make, it would be taken for dead while it works.
    /// </summary>
    public TimeSpan NodeTimeout { get; init; } = TimeSpan.FromSeconds(DefaultNodeTimeoutSeconds);

    /// <summary>
    /// From this hour on (0–23, Vietnamese time) the ledger is verified once a day by itself; null: never. Two in the
    /// morning unless set.
    /// </summary>
    public int? NightlyVerifyHour { get; init; } = DefaultNightlyHour;

    /// <summary>Reads the settings; says in one sentence what is missing.</summary>
    /// <exception cref="InvalidOperationException">The connection string is not set.</exception>
    public static HubSettings From(IConfiguration configuration)
    {
        var connection = configuration["PAYMENTHUB_DB"];
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw new InvalidOperationException(
                "PAYMENTHUB_DB chưa được đặt: cần chuỗi kết nối PostgreSQL. / PAYMENTHUB_DB is not set: "
                + "give a PostgreSQL connection string, or start with ops/run.");
        }

        return new HubSettings(
            connection,
            string.Equals(configuration["PAYMENTHUB_PROFILE"], "demo", StringComparison.OrdinalIgnoreCase),
            configuration.GetValue("PAYMENTHUB_CLUSTER", false),
            configuration.GetValue<long?>("PAYMENTHUB_SECOND_APPROVAL_ABOVE") is { } above
                ? new ApprovalPolicy(new Money(above))
                : ApprovalPolicy.Default)
        {
            NodeTimeout = TimeSpan.FromSeconds(
                configuration.GetValue("PAYMENTHUB_NODE_TIMEOUT", DefaultNodeTimeoutSeconds)),
            NightlyVerifyHour = configuration["PAYMENTHUB_NIGHTLY_VERIFY"] == "off"
                ? null
                : configuration.GetValue("PAYMENTHUB_NIGHTLY_VERIFY", DefaultNightlyHour),
        };
    }
}
