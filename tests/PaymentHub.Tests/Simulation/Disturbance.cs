using System.Collections.Concurrent;
using Marten;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.Batches;
using PaymentHub.Reconciliation;
using PaymentHub.Seeds.Bank;
using PaymentHub.Tests.Harness;
using Wolverine;

namespace PaymentHub.Tests.Simulation;

/// <summary>
/// Abandons transactions of the service's messages at two points, as a connection that breaks would: before anything
/// is written, and when everything is written and only the commit is missing. And it sends messages again that were
/// handled already, those of all banks in one heap. People's own requests are left alone: they see an error and ask
/// again.
/// </summary>
internal sealed class Disturbance(long seed) : DocumentSessionListenerBase, ITransactionParticipant
{
    private const string NotBegun = "abandoned before anything is written";
    private const string NotCommitted = "abandoned before the commit";
    private const string Again = "message sent again";
    private const int OneIn = 9;

    private static readonly string[] Institutions = ["VCB", "AGRI", "BIDV", "POST", "VIETIN"];
    private readonly Chance _chance = new(seed);
    private readonly ConcurrentDictionary<string, int> _counts = new()
    {
        [NotBegun] = 0,
        [NotCommitted] = 0,
        [Again] = 0,
    };

    private IHttpContextAccessor? _http;
    private int _transactions;
    private int _repeats;

    /// <summary>How often each thing was done.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void AddTo(IServiceCollection services) => services.ConfigureMarten((provider, options) =>
    {
        _http = provider.GetRequiredService<IHttpContextAccessor>();
        options.Listeners.Add(this);
    });

    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        if (_http!.HttpContext is not null) return Task.CompletedTask;
        switch (_chance.Below("transaction", $"{Interlocked.Increment(ref _transactions)}", OneIn))
        {
            case 0:
                throw Broken(NotBegun);
            case 1:
                ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(this);
                break;
        }

        return Task.CompletedTask;
    }

    public Task BeforeCommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token) =>
        throw Broken(NotCommitted);

    /// <summary>Releases and makes the files of the month once more.</summary>
    public async Task RepeatReleaseAsync(Hub hub)
    {
        var ids = await hub.AskAsync<string[]>(
            "select array_agg(message_id order by message_id) from hub.instruction_file");
        foreach (var id in ids ?? [])
        {
            await SendAsync(hub, new ContinueRelease(id, "khobac", 0));
            await SendAsync(hub, new ProduceFile(id, "khobac"));
        }
    }

    /// <summary>Tells some of the banks' reconciliations to go on, whether or not a file waits.</summary>
    public async Task RepeatPostingAsync(Hub hub)
    {
        var round = _repeats++;
        foreach (var institution in Institutions.Where(i => _chance.Below("again", $"{i}{round}", 3) == 0))
            await SendAsync(hub, new ReconcileNext(institution));
    }

    private async Task SendAsync(Hub hub, object message)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().PublishAsync(message);
        _counts.AddOrUpdate(Again, 1, (_, count) => count + 1);
    }

    private NpgsqlException Broken(string where)
    {
        _counts.AddOrUpdate(where, 1, (_, count) => count + 1);
        return new NpgsqlException(where, new TimeoutException());
    }
}
