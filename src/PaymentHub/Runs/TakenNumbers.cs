using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>Batch numbers and payment occurrences that the commune's period already used.</summary>
public sealed class TakenNumbers
{
    private readonly Dictionary<(string Programme, string Institution), int> _numbers = [];
    private readonly Dictionary<(Guid Payee, string Programme), int> _occurrences = [];

    public int NextNumber(string programme, string institution) =>
        _numbers.GetValueOrDefault((programme, institution), -1) + 1;

    public int NextOccurrence(Guid payee, string programme) =>
        _occurrences.GetValueOrDefault((payee, programme), -1) + 1;

    public static async Task<TakenNumbers> ReadAsync(
        IDocumentSession session, YearMonth period, string commune, CancellationToken cancellation)
    {
        var taken = new TakenNumbers();
        await using var command = new NpgsqlCommand("""
            select b.programme, b.institution, b.number, p.payee, p.occurrence
            from hub.batch b join hub.payment p on p.batch_id = b.batch_id
            where b.period = $1 and b.commune = $2
            """);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        command.Parameters.Add(Parameter.Of(commune));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (programme, institution) = (reader.GetString(0), reader.GetString(1));
            taken._numbers[(programme, institution)] = Math.Max(
                taken._numbers.GetValueOrDefault((programme, institution), -1), reader.GetInt32(2));
            var payee = (reader.GetGuid(3), programme);
            taken._occurrences[payee] = Math.Max(
                taken._occurrences.GetValueOrDefault(payee, -1), reader.GetInt32(4));
        }

        return taken;
    }
}
