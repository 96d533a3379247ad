using JasperFx.Events;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>One row a statement; of one commune, attribute and first day the highest version counts.</summary>
public sealed class AreaRows : FactTable<(long Version, AreaStated Stated)>
{
    public override string Name => "commune_area";

    public override string Columns =>
        "commune, version, attribute, from_day, until_day, legal_basis, verified, by_user, at";

    public override IEnumerable<(long Version, AreaStated Stated)> RowsOf(IEvent e) =>
        e.Data is AreaStated stated ? [(e.Version, stated)] : [];

    protected override void Write(RowWriter to, (long Version, AreaStated Stated) row)
    {
        var (s, t) = (row.Stated, row.Stated.Term);
        to.Text(s.Commune);
        to.Long(row.Version);
        to.Text(t.Attribute);
        to.Date(t.From);
        to.Date(t.Until);
        to.Text(t.LegalBasis);
        to.Flag(t.Verified);
        to.Text(s.By);
        to.At(s.At);
    }
}

/// <summary>
/// Keeps the areas of the reference data as the lists state them, on every node: each looks every two seconds whether
/// somebody stated something, because the areas are asked for in the middle of plans and lists, where nobody can wait.
/// </summary>
public sealed class AreaFollower(NpgsqlDataSource source, ReferenceData reference, ILogger<AreaFollower> log)
    : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private long _seen = -1;

    /// <summary>Takes what is stated now, where it is more than was seen.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        await using var count = source.CreateCommand("select count(*) from hub.commune_area");
        var stated = (long)(await count.ExecuteScalarAsync(cancellation))!;
        if (stated == Interlocked.Read(ref _seen)) return;
        await using var command = source.CreateCommand("""
            select distinct on (commune, attribute, from_day) commune, attribute, from_day, until_day, legal_basis,
                   verified
            from hub.commune_area order by commune, attribute, from_day, version desc
            """);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var areas = new List<CommuneArea>();
        while (await r.ReadAsync(cancellation))
        {
            areas.Add(new CommuneArea(
                r.GetString(0), r.GetString(1), r.GetFieldValue<LocalDate>(2),
                r.IsDBNull(3) ? null : r.GetFieldValue<LocalDate>(3), r.GetString(4), r.GetBoolean(5)));
        }

        reference.StateAreas(areas);
        Interlocked.Exchange(ref _seen, stated);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // A lost connection comes back; until then the areas stay as they were.
                log.LogWarning(e, "The areas of communes could not be read");
            }
        }
    }
}
