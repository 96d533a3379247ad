using JasperFx;
using Marten.Exceptions;
using Npgsql;
using Wolverine;
using Wolverine.ErrorHandling;

namespace PaymentHub.Storage;

/// <summary>
/// How messages are run: durable, each in one transaction, taken over when a node dies, and tried again for as long as
/// the database is to blame.
/// </summary>
public static class HubMessages
{
    // A node reports itself this often within the time after which its silence counts as its end.
    private const int ReportsPerTimeout = 6;

    private static readonly TimeSpan[] Soon =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    private static readonly TimeSpan[] Later =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1)];

    // A month's statement is one message; on a busy machine it takes longer than an ordinary message's minute.
    private static readonly TimeSpan LongestMessage = TimeSpan.FromHours(1);

    public static void Configure(WolverineOptions options, HubSettings settings)
    {
        options.DefaultExecutionTimeout = LongestMessage;
        // Handlers are these, whichever program hosts them.
        options.ApplicationAssembly = typeof(HubMessages).Assembly;
        options.Durability.Mode = settings.IsCluster ? DurabilityMode.Balanced : DurabilityMode.Solo;
        if (settings.IsCluster) TakeOverAfter(options.Durability, settings.NodeTimeout);
        options.MultipleHandlerBehavior = MultipleHandlerBehavior.Separated;
        options.Policies.AutoApplyTransactions();
        options.Policies.UseDurableLocalQueues();
        // Each run counts its communes in one stream; one at a time there is no conflict to retry.
        options.LocalQueueFor<Runs.RecordCommune>().Sequential();
        // A file's posting waits for the database half of its time, and institutions do not wait for each other.
        options.LocalQueueFor<Reconciliation.ReconcileNext>().MaximumParallelMessages(2 * Environment.ProcessorCount);
        options.UseRuntimeCompilation();
        RetryFailures(options);
    }

    private static void TakeOverAfter(DurabilitySettings durability, TimeSpan timeout)
    {
        var report = timeout / ReportsPerTimeout;
        durability.StaleNodeTimeout = timeout;
        durability.HealthCheckPollingTime = report;
        durability.CheckAssignmentPeriod = timeout / 2;
        if (report >= durability.OrphanedMessageSweepPollingTime) return;
        durability.OrphanedMessageSweepPollingTime = report;
        durability.NodeReassignmentPollingTime = report;
        durability.FirstHealthCheckExecution = report;
    }

    // What two workers did to each other is soon over. What the database did (a connection cut, a restart, a failover)
    // may take its time: the message waits in the inbox and nobody has to notice. Anything else is a defect or a bad
    // fact; after a few attempts it goes to the dead letters, where an operator finds it.
    private static void RetryFailures(WolverineOptions options)
    {
        options.OnException<ConcurrencyException>().RetryWithCooldown(
            TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(800));
        options.OnException<ExistingStreamIdCollisionException>().RetryTimes(3);
        options.OnException(IsOfDatabase, "the database failed for a while")
            .RetryWithCooldown(Soon).Then.ScheduleRetryIndefinitely(Later);
        options.OnException<MartenCommandException>().RetryWithCooldown(Soon);
        options.OnException<NpgsqlException>().RetryWithCooldown(Soon);
    }

    /// <summary>
    /// Whether a failed attempt at a message is the last one, after which it would lie among the dead letters: work
    /// that somebody waits for says so itself.
    /// </summary>
    public static bool IsLast(Exception failure, int attempts) =>
        failure is not OperationCanceledException && !IsOfDatabase(failure)
        && (attempts > Soon.Length || failure is not (
            ConcurrencyException or ExistingStreamIdCollisionException or MartenCommandException or NpgsqlException));

    private static bool IsOfDatabase(Exception failure) => failure switch
    {
        NpgsqlException { IsTransient: true } => true,
        // The backend was ended or the server shut down (57P01–57P03) before the answer; the driver calls it final.
        PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
        } => true,
        _ => failure.InnerException is { } inner && IsOfDatabase(inner),
    };
}
