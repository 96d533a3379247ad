using System.Globalization;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>What one field says for a proposed payment (above zero) or against it, in thousandths of a bit.</summary>
public sealed record ProposedField(string Field, string Level, long MilliBits);

/// <summary>
/// A payment that the probabilistic pass proposes, with its probability per mille, its evidence, the payment of the
/// strongest rival and the lead over it in thousandths of a bit. Nothing moves before a person decides.
/// </summary>
public sealed record BreakProposal(
    string EndToEndId, string Band, int PerMille, long MilliBits, IReadOnlyList<ProposedField> Evidence,
    string? RunnerUp, long? MarginMilliBits, string[] WouldDecide, int RuleVersion);

/// <summary>Reads the proposals of a break from the last run of its institution.</summary>
public static class ReadProposals
{
    public static async Task<List<BreakProposal>> OfAsync(
        NpgsqlDataSource source, CurrentUser user, Guid breakId, CancellationToken cancellation)
    {
        if (!user.Can(Permissions.PaymentsView)) return [];
        await using var command = source.CreateCommand("""
            select p.end_to_end_id, m.band, m.per_mille, m.milli_bits, m.fields, m.levels, m.field_bits, m.runner_up,
                   m.margin, m.would_decide, r.rule_version
            from hub.match_proposal m
            join hub.match_run r on r.stream_id = m.stream_id and r.version = m.version
            join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
            join hub.batch b on b.batch_id = m.batch_id
            where m.break_id = $1 and ($2::text[] is null or b.commune = any($2))
              and ($3::text[] is null or b.institution = any($3))
              and m.version = (select max(x.version) from hub.match_run x where x.stream_id = m.stream_id)
              and not exists (select from hub.pair_rejected x
                              where x.break_id = m.break_id and x.batch_id = m.batch_id and x.no = m.no)
            order by m.per_mille desc, p.end_to_end_id
            """);
        command.Parameters.Add(Parameter.Of(breakId));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.PaymentsView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.PaymentsView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<BreakProposal>();
        while (await r.ReadAsync(cancellation)) found.Add(ProposalOf(r));
        return found;
    }

    private static BreakProposal ProposalOf(NpgsqlDataReader r)
    {
        var (fields, levels, bits) = (
            r.GetFieldValue<string[]>(4), r.GetFieldValue<string[]>(5), r.GetFieldValue<string[]>(6));
        return new BreakProposal(
            r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt64(3),
            [.. fields.Select((f, i) => new ProposedField(
                f, levels[i], long.Parse(bits[i], CultureInfo.InvariantCulture)))],
            r.IsDBNull(7) ? null : r.GetString(7), r.IsDBNull(8) ? null : r.GetInt64(8),
            r.GetFieldValue<string[]>(9), r.GetInt32(10));
    }
}
