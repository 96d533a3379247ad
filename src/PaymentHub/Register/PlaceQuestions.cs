using Marten;
using PaymentHub.Domain;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>The rows of <c>hub.place_question</c>: places that several communes may be.</summary>
public static class PlaceQuestions
{
    /// <summary>A row of an import has one question at most, so repeating the transaction asks nothing twice.</summary>
    public static Guid IdOf(Guid importId, int row) => Keys.GuidOf("place", importId.ToString(), $"{row}");

    /// <summary>Keeps the questions with the cells of their rows, in the session's own transaction.</summary>
    public static void Queue(
        IDocumentSession session, Guid importId, IEnumerable<(PlaceQuestion Question, string[] Cells)> questions)
    {
        foreach (var (question, cells) in questions)
        {
            session.QueueSqlCommand(
                """
                insert into hub.place_question (question_id, import_id, row, code_column, name_column, written_code,
                  written_name, candidates, cells)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (question_id) do nothing
                """,
                IdOf(importId, question.Row), importId, question.Row, question.CodeColumn, question.NameColumn,
                question.Code, question.Name, question.Candidates.ToArray(), cells);
        }
    }
}
