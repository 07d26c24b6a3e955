using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Adam
{
    /// <summary>Options of a group; what is null takes the optimizer's default.</summary>
    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (beta1, beta2, eps) = (other.beta1, other.beta2, other.eps);
            (weight_decay, amsgrad, maximize) = (other.weight_decay, other.amsgrad, other.maximize);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            (beta1, beta2) = (reader.ReadDouble(), reader.ReadDouble());
            (eps, weight_decay) = (reader.ReadDouble(), reader.ReadDouble());
            (amsgrad, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            foreach (var number in new[] { beta1, beta2, eps, weight_decay })
                writer.Write(number!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        internal void FillFrom(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            beta1 ??= defaults.beta1;
            beta2 ??= defaults.beta2;
            eps ??= defaults.eps;
            weight_decay ??= defaults.weight_decay;
            amsgrad ??= defaults.amsgrad;
            maximize ??= defaults.maximize;
        }
    }

    /// <summary>Parameters with their own options.</summary>
    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    /// <summary>Running means of the gradient and of its square.</summary>
    public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor? max_exp_avg_sq;

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = StateTensor.ZerosLike(_parameter);
            exp_avg_sq = StateTensor.ZerosLike(_parameter);
            max_exp_avg_sq = ((Options)options).amsgrad!.Value ? StateTensor.ZerosLike(_parameter) : null;
        }

        /// <summary>The largest running square so far, this step's included.</summary>
        internal Tensor Largest()
        {
            max_exp_avg_sq = StateTensor.Larger(max_exp_avg_sq!, exp_avg_sq);
            return max_exp_avg_sq;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var saved = (State)source;
            step = saved.step;
            exp_avg = StateTensor.Replace(exp_avg, saved.exp_avg, _parameter)!;
            exp_avg_sq = StateTensor.Replace(exp_avg_sq, saved.exp_avg_sq, _parameter)!;
            max_exp_avg_sq = StateTensor.Replace(max_exp_avg_sq, saved.max_exp_avg_sq, _parameter);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            Dispose();
            exp_avg = StateTensor.Read(reader, _parameter.device);
            exp_avg_sq = StateTensor.Read(reader, _parameter.device);
            max_exp_avg_sq = null;
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State saved && step == saved.step && StateTensor.Same(exp_avg, saved.exp_avg)
            && StateTensor.Same(exp_avg_sq, saved.exp_avg_sq)
            && StateTensor.Same(max_exp_avg_sq, saved.max_exp_avg_sq);

        public override void to(Device device)
        {
            exp_avg = StateTensor.Move(exp_avg, device)!;
            exp_avg_sq = StateTensor.Move(exp_avg_sq, device)!;
            max_exp_avg_sq = StateTensor.Move(max_exp_avg_sq, device);
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}
