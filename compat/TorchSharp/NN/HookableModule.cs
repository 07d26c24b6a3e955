namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose call can be watched or changed from outside.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            protected Dictionary<string, TPreHook> pre_hooks = [];
            protected Dictionary<string, TPostHook> post_hooks = [];
            protected Dictionary<string, Action<Module>> module_pre_hooks = [];
            protected Dictionary<string, Action<Module>> module_post_hooks = [];
            private int _hooks;

            protected HookableModule(string name)
                : base(name)
            {
            }

            private protected bool HasHooks => _hooks > 0;

            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(pre_hooks, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(module_pre_hooks, hook);

            public HookRemover register_forward_hook(TPostHook hook) => Add(post_hooks, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Add(module_post_hooks, hook);

            private protected void RunPreHooks()
            {
                foreach (var hook in module_pre_hooks.Values)
                    hook(this);
            }

            private protected void RunPostHooks()
            {
                foreach (var hook in module_post_hooks.Values)
                    hook(this);
            }

            private HookRemover Add<THook>(Dictionary<string, THook> hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                _hooks++;
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                if (pre_hooks.Remove(key) || post_hooks.Remove(key)
                    || module_pre_hooks.Remove(key) || module_post_hooks.Remove(key))
                    _hooks--;
            }

            /// <summary>Takes a hook away again.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove() => module.Remove(key);
            }
        }
    }
}
