namespace Mesh.Nano.Recipe;

/// <summary>Length of a run: wall-clock time with shares of the first two stages, or steps of every stage.</summary>
public abstract record NanoBudget
{
    private NanoBudget()
    {
    }

    /// <param name="Total">All of the run, data and evaluation included.</param>
    /// <param name="VaeShare">Share of the autoencoder's training.</param>
    /// <param name="PretrainShare">Share of clip pretraining; what both and the data leave is fine-tuning.</param>
    public sealed record Time(TimeSpan Total, double VaeShare, double PretrainShare) : NanoBudget;

    /// <param name="Vae">Steps of the autoencoder.</param>
    /// <param name="Pretrain">Steps of clip pretraining.</param>
    /// <param name="FineTune">Steps of fine-tuning.</param>
    public sealed record Steps(int Vae, int Pretrain, int FineTune) : NanoBudget;
}
